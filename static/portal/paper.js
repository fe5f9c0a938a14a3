/* 看登记表照片：放大、缩小、转一下、上一张、下一张；录入时 Ctrl+回车存一行。
   没有这个文件，照片一张张排着，也能在新窗口打开，表照样能填。 */
(function () {
  'use strict';
  var form = document.querySelector('[data-row]');
  if (form) {
    form.addEventListener('keydown', function (event) {
      if (event.isComposing || event.keyCode === 229 || event.key !== 'Enter') return;
      if (event.ctrlKey || event.metaKey) { event.preventDefault(); form.requestSubmit(); }
      else if (event.target.tagName === 'INPUT' && event.target.type !== 'checkbox' && event.target.type !== 'radio') event.preventDefault();
    });
    var anonymous = form.querySelector('[name=is_anonymous]');
    var name = form.querySelector('[name=name]');
    var elsewhere = form.querySelector('[data-elsewhere]');
    var say = function () {
      var chosen = form.querySelector('[name=route]:checked');
      elsewhere.hidden = !chosen || chosen.value !== 'other';
      name.disabled = anonymous.checked;
    };
    form.addEventListener('change', say);
    say();
    if (window.matchMedia('(min-width: 992px)').matches && !form.querySelector('.err-sum')) name.focus({ preventScroll: true });
  }

  var box = document.querySelector('[data-photos]');
  var view = box && box.querySelector('[data-view]');
  if (!view) return;
  var photos = Array.prototype.slice.call(view.querySelectorAll('[data-photo]'));
  var which = box.querySelector('[data-which]');
  var ZOOMS = [1, 1.5, 2, 3, 4];
  var now = 0;
  var state = photos.map(function () { return { zoom: 0, turn: 0 }; });

  function draw() {
    photos.forEach(function (photo, i) { photo.hidden = i !== now; });
    which.textContent = '第 ' + (now + 1) + ' 张，共 ' + photos.length + ' 张';
    var stage = photos[now].querySelector('[data-stage]');
    if (!stage) return;
    var img = stage.querySelector('img');
    if (!img.naturalWidth) { img.addEventListener('load', draw, { once: true }); return; }
    var lying = state[now].turn % 2 === 1;
    var ratio = img.naturalHeight / img.naturalWidth;
    var wide = (view.clientWidth - 20) * ZOOMS[state[now].zoom];
    var width = lying ? wide / ratio : wide;
    var height = width * ratio;
    stage.style.width = wide + 'px';
    stage.style.height = (lying ? width : height) + 'px';
    img.style.position = 'absolute';
    img.style.width = width + 'px';
    img.style.left = (lying ? (height - width) / 2 : 0) + 'px';
    img.style.top = (lying ? (width - height) / 2 : 0) + 'px';
    img.style.transform = 'rotate(' + state[now].turn * 90 + 'deg)';
  }
  box.addEventListener('click', function (event) {
    var button = event.target.closest('[data-do]');
    if (!button) return;
    var one = state[now];
    var what = button.getAttribute('data-do');
    if (what === 'in') one.zoom = Math.min(one.zoom + 1, ZOOMS.length - 1);
    if (what === 'out') one.zoom = Math.max(one.zoom - 1, 0);
    if (what === 'turn') one.turn = (one.turn + 1) % 4;
    if (what === 'prev') now = (now + photos.length - 1) % photos.length;
    if (what === 'next') now = (now + 1) % photos.length;
    draw();
  });
  window.addEventListener('resize', draw);
  draw();
})();
